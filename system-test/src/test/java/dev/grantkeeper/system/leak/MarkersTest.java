package dev.grantkeeper.system.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.system.leak.Markers.Spot;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkersTest {

    private static final int MARKERS = Spot.values().length * Disguise.values().length * 2;

    private final Markers markers = new Markers(128);
    private final LeakSearch search = new LeakSearch(markers.texts(), 128);

    @Test
    void missedBy_searchOfNothing_namesEachInEachPlace() {
        assertThat(markers.names()).hasSize(MARKERS);
        assertThat(markers.missedBy(search))
                .hasSizeGreaterThan(MARKERS)
                .anyMatch(name -> name.equals("planted text ROW GZIP in the database's files"));
    }

    @Test
    void missedBy_searchOfEveryPlace_isEmpty() {
        plant(Spot.ROW, Place.TABLES, Place.DATABASE_FILES);
        plant(Spot.MESSAGE_KEY, Place.TOPICS, Place.BROKER_FILES);
        plant(Spot.MESSAGE_VALUE, Place.TOPICS, Place.BROKER_FILES);
        plant(Spot.MESSAGE_HEADER, Place.TOPICS, Place.BROKER_FILES);
        plant(Spot.LOG_LINE, Place.LOGS);

        assertThat(markers.missedBy(search)).isEmpty();
        assertThat(search.findExcept(markers.names())).isEmpty();
    }

    @Test
    void missedBy_oneMarkerElsewhere_namesIt() {
        markers.at(Spot.LOG_LINE).values().stream()
                .findFirst()
                .ifPresent(value -> search.add(Place.TOPICS, "t", value));

        assertThat(markers.missedBy(search))
                .filteredOn(name -> name.contains("LOG_LINE"))
                .hasSize(MARKERS / 5);
    }

    private void plant(Spot spot, Place... places) {
        for (Map.Entry<String, byte[]> marker : markers.at(spot).entrySet()) {
            for (Place place : places) {
                search.add(place, marker.getKey(), marker.getValue());
            }
        }
    }
}
