package dev.grantkeeper.system.history;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts together what belongs to each connection. Requests are told to leases by their grant and by time. */
final class Lives {

    private final Map<String, List<GrantState>> grants;
    private final Map<String, List<TokenCall>> exchanges;
    private final Map<String, List<TokenCall>> refreshes;
    private final Map<UUID, List<Lease>> leases;
    private final Map<UUID, List<Commit>> commits;
    private final Map<String, List<LookedUp>> lookups;
    private final Map<String, List<Prompted>> prompts;
    private final Map<String, List<Authorized>> authorizations;
    private final Map<String, List<Disconnected>> disconnections;

    private Lives(History history) {
        var stored = history.stored();
        exchanges = by(
                history.calls().stream().filter(Calls::isExchange),
                call -> call.grant().orElseThrow(),
                comparing(TokenCall::arrivedAt));
        refreshes = by(
                history.calls().stream().filter(Calls::isRefresh),
                call -> call.grant().orElseThrow(),
                comparing(TokenCall::arrivedAt));
        grants = by(
                history.grants().stream().filter(grant -> exchanges.containsKey(grant.id())),
                GrantState::subject,
                comparing(grant -> exchange(grant).committedAt().orElseThrow()));
        leases = by(stored.leases().stream(), Lease::connection, comparing(Lease::leasedAt));
        commits = by(stored.commits().stream(), Commit::connection, comparing(Commit::generation));
        lookups = by(history.lookups().stream(), LookedUp::owner, comparing(LookedUp::askedAt));
        prompts = by(stored.prompts().stream(), Prompted::owner, comparing(Prompted::openedAt));
        authorizations = by(history.authorizations().stream(), Authorized::owner, comparing(Authorized::doneAt));
        disconnections = by(history.disconnections().stream(), Disconnected::owner, comparing(Disconnected::doneAt));
    }

    static List<Life> of(History history) {
        var lives = new Lives(history);
        return history.stored().connections().stream().map(lives::life).toList();
    }

    private Life life(Standing standing) {
        String owner = standing.owner();
        var ownCommits = commits.getOrDefault(standing.connection(), List.of());
        return new Life(
                standing,
                epochs(standing, ownCommits),
                ownCommits,
                lookups.getOrDefault(owner, List.of()),
                prompts.getOrDefault(owner, List.of()),
                authorizations.getOrDefault(owner, List.of()),
                disconnections.getOrDefault(owner, List.of()));
    }

    private List<Epoch> epochs(Standing standing, List<Commit> ownCommits) {
        var connected = ownCommits.stream()
                .filter(commit -> commit.kind() == Commit.Kind.CONNECTED)
                .toList();
        var ownLeases = leases.getOrDefault(standing.connection(), List.of());
        var authorizing = new Authorizing(
                grants.getOrDefault(standing.owner(), List.of()),
                grant -> exchange(grant).committedAt().orElseThrow(),
                lookups.getOrDefault(standing.owner(), List.of()));
        var epochs = new ArrayList<Epoch>();
        for (int i = 0; i < connected.size(); i++) {
            var begun = connected.get(i);
            long until = i + 1 < connected.size() ? connected.get(i + 1).generation() : Long.MAX_VALUE;
            var during = ownLeases.stream()
                    .filter(lease -> lease.generation() >= begun.generation() && lease.generation() < until)
                    .toList();
            authorizing
                    .next(begun, until)
                    .map(grant -> epoch(begun, grant, during))
                    .ifPresent(epochs::add);
        }
        return epochs;
    }

    private Epoch epoch(Commit connected, GrantState grant, List<Lease> during) {
        var matched = new Matching(during);
        refreshes.getOrDefault(grant.id(), List.of()).forEach(matched::add);
        return new Epoch(connected, grant, exchange(grant), matched.attempts(), matched.unleased());
    }

    private TokenCall exchange(GrantState grant) {
        return exchanges.get(grant.id()).get(0);
    }

    private static <K, T> Map<K, List<T>> by(Stream<T> all, Function<T, K> key, Comparator<T> order) {
        return all.sorted(order).collect(groupingBy(key));
    }
}
