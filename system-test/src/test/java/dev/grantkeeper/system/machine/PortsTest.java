package dev.grantkeeper.system.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void preferably_freePort_isTaken() {
        int port = Ports.free();

        assertThat(Ports.preferably(port)).isEqualTo(port);
    }

    @Test
    void preferably_portOfSomebodyElse_isAnotherOne() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
            assertThat(Ports.preferably(other.getLocalPort())).isPositive().isNotEqualTo(other.getLocalPort());
        }
    }
}
