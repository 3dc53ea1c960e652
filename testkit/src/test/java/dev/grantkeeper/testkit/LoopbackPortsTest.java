package dev.grantkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @Test
    void free_several_areDistinctAndNotForOutgoingConnections() {
        assertThat(LoopbackPorts.free(5)).hasSize(5).doesNotHaveDuplicates().allSatisfy(port -> assertThat(port)
                .isBetween(1024, 32767));
    }

    @Test
    void isFree_portOfSomebody_isFalseUntilTheyLeave() throws IOException {
        int port = LoopbackPorts.free();
        try (var somebody = new ServerSocket(port, 1, InetAddress.getByName(LoopbackPorts.HOST))) {
            assertThat(LoopbackPorts.isFree(somebody.getLocalPort())).isFalse();
            assertThatThrownBy(() -> LoopbackPorts.requireFree(port)).hasMessageContaining("port " + port);
        }
        assertThat(LoopbackPorts.isFree(port)).isTrue();
    }
}
