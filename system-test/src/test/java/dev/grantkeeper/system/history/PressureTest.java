package dev.grantkeeper.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PressureTest {

    @Test
    void calls_ofOneClient_areCountedPerSecondAndAtOnce() {
        var tale = new Tale().connect(0);
        tale.lease(10).request(10.0).failed(10.4);
        tale.lease(10).request(10.3).failed(10.6);
        tale.lease(10).request(10.9).failed(11.1);
        tale.lease(10).request(11.0).failed(11.2);
        tale.lease(10).request(11.25).failed(11.3);

        assertThat(Pressure.by(tale.history().calls())).isEqualTo(Map.of("mailer", new Pressure(5, 4, 2)));
    }
}
