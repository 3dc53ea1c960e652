package dev.grantkeeper.system.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class FaultOptionsTest {

    @Test
    void of_nothingSet_isScaleOneAndEveryRow() {
        assertThat(FaultOptions.of(new Properties(), 7)).isEqualTo(new FaultOptions(1, 7, java.util.Set.of()));
    }

    @Test
    void of_rowsWithCommas_areNames() {
        assertThat(FaultOptions.of(properties("faults.rows", "a, b"), 7).rows()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void of_noNumber_namesTheProperty() {
        assertThatThrownBy(() -> FaultOptions.of(properties("faults.scale", "big"), 7))
                .hasMessage("faults.scale must be a number, not big");
        assertThatThrownBy(() -> FaultOptions.of(properties("faults.scale", "0"), 7))
                .hasMessageContaining("faults.scale");
    }

    private static Properties properties(String name, String value) {
        var properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}
