package dev.grantkeeper.system.leak;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts planted on purpose, each a different one, in each of the places and in each form: a search that does not find
 * every one of them proves nothing. For each there are two, one that is searched for by its text and one of which only
 * the SHA-256 is known.
 */
public final class Markers {

    /** Where a marker is written, and where all it must be found. */
    public enum Spot {
        ROW(Place.TABLES, Place.DATABASE_FILES),
        MESSAGE_KEY(Place.TOPICS, Place.BROKER_FILES),
        MESSAGE_VALUE(Place.TOPICS, Place.BROKER_FILES),
        MESSAGE_HEADER(Place.TOPICS, Place.BROKER_FILES),
        LOG_LINE(Place.LOGS);

        private final Set<Place> places;

        Spot(Place... places) {
            this.places = Set.of(places);
        }
    }

    private record Marker(Spot spot, Disguise disguise, boolean token, String text) {

        private String name() {
            return "planted " + (token ? "token " : "text ") + spot + " " + disguise;
        }
    }

    private final List<Marker> all = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    /** @param tokenLength how long the tokens among them are */
    public Markers(int tokenLength) {
        for (Spot spot : Spot.values()) {
            for (Disguise disguise : Disguise.values()) {
                all.add(new Marker(spot, disguise, false, "marker/" + randomText(24) + "+="));
                all.add(new Marker(spot, disguise, true, randomText(tokenLength)));
            }
        }
    }

    /** The texts to search for, by name; those known by their digest only are not among them. */
    public Map<String, String> texts() {
        return all.stream().filter(marker -> !marker.token).collect(toMap(Marker::name, Marker::text));
    }

    public Set<String> names() {
        return all.stream().map(Marker::name).collect(toUnmodifiableSet());
    }

    /** What to write there, by name. */
    public Map<String, byte[]> at(Spot spot) {
        return all.stream()
                .filter(marker -> marker.spot == spot)
                .collect(toMap(Marker::name, marker -> marker.disguise.of(marker.text)));
    }

    /** The names of those that were not found where they are. */
    public List<String> missedBy(LeakSearch search) {
        return all.stream()
                .flatMap(marker -> marker.spot.places.stream()
                        .filter(place -> !found(search, marker, place))
                        .map(place -> marker.name() + " in " + place))
                .toList();
    }

    private static boolean found(LeakSearch search, Marker marker, Place place) {
        return marker.token
                ? search.findToken(TokenDigests.digest(marker.text), place).isPresent()
                : search.find(marker.name(), place).isPresent();
    }

    private String randomText(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }
}
