package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Who is connected to this vault, by workspace and by user: most of what is heard concerns one person, and is heard far more often
 * than somebody comes or goes.
 */
final class Readers {

    private final ConcurrentMap<Tenant, ConcurrentMap<String, Set<Reader>>> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger ofConnections = new AtomicInteger();

    void add(Reader reader) {
        count(reader, 1);
        rooms.compute(reader.person().tenant(), (tenant, found) -> {
            var room = found == null ? new ConcurrentHashMap<String, Set<Reader>>() : found;
            room.computeIfAbsent(reader.person().user(), first -> ConcurrentHashMap.newKeySet())
                    .add(reader);
            return room;
        });
    }

    /** Without effect the second time. */
    void remove(Reader reader) {
        rooms.computeIfPresent(reader.person().tenant(), (tenant, room) -> {
            room.computeIfPresent(reader.person().user(), (user, own) -> {
                if (own.remove(reader)) {
                    count(reader, -1);
                }
                return own.isEmpty() ? null : own;
            });
            return room.isEmpty() ? null : room;
        });
    }

    private void count(Reader reader, int change) {
        all.addAndGet(change);
        if (reader.hearsConnections()) {
            ofConnections.addAndGet(change);
        }
    }

    int size() {
        return all.get();
    }

    boolean anybodyHearsConnections() {
        return ofConnections.get() > 0;
    }

    Stream<Reader> all() {
        return rooms.values().stream().flatMap(Readers::everybody);
    }

    Stream<Reader> in(Tenant tenant) {
        return everybody(rooms.getOrDefault(tenant, new ConcurrentHashMap<>()));
    }

    Stream<Reader> of(Person person) {
        return of(person.tenant(), person.user());
    }

    /** Whom something of this owner may concern; what each of them may know is for the caller to see. */
    Stream<Reader> near(Tenant tenant, Owner owner) {
        return owner.kind() == OwnerKind.USER ? of(tenant, owner.id()) : in(tenant);
    }

    private Stream<Reader> of(Tenant tenant, String user) {
        return rooms.getOrDefault(tenant, new ConcurrentHashMap<>()).getOrDefault(user, Set.of()).stream();
    }

    private static Stream<Reader> everybody(Map<String, Set<Reader>> room) {
        return room.values().stream().flatMap(Set::stream);
    }
}
