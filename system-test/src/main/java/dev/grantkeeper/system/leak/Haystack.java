package dev.grantkeeper.system.leak;

/** Takes pieces of what was written, to be searched; pieces of one place are not joined. */
@FunctionalInterface
public interface Haystack {

    /** @param where the table, topic or file, for people */
    void add(Place place, String where, byte[] data);
}
