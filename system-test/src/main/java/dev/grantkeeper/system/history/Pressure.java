package dev.grantkeeper.system.history;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.grantkeeper.testkit.authorization.TokenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * What one client's refreshes asked of the provider.
 *
 * @param calls how many
 * @param mostPerSecond the most that arrived within any second
 * @param mostAtOnce the most that were under way together
 */
public record Pressure(int calls, int mostPerSecond, int mostAtOnce) {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private record Call(Instant from, Instant until) {}

    /** By client. A call whose answer did not get out counts as under way until its tokens were issued. */
    public static Map<String, Pressure> by(Collection<TokenCall> calls) {
        var byClient = new TreeMap<String, Pressure>();
        calls.stream()
                .filter(Calls::isRefresh)
                .collect(groupingBy(TokenCall::client, mapping(Pressure::call, toList())))
                .forEach((client, own) -> byClient.put(client, of(own)));
        return byClient;
    }

    private static Call call(TokenCall call) {
        return new Call(
                call.arrivedAt(), call.answeredAt().or(call::committedAt).orElse(call.arrivedAt()));
    }

    private static Pressure of(List<Call> calls) {
        var sorted = calls.stream().sorted(comparing(Call::from)).toList();
        var ends = new PriorityQueue<Instant>();
        int mostAtOnce = 0;
        int mostPerSecond = 0;
        int first = 0;
        for (int last = 0; last < sorted.size(); last++) {
            var call = sorted.get(last);
            while (!ends.isEmpty() && !ends.peek().isAfter(call.from)) {
                ends.poll();
            }
            ends.add(call.until);
            mostAtOnce = Math.max(mostAtOnce, ends.size());
            while (!sorted.get(first).from.plus(A_SECOND).isAfter(call.from)) {
                first++;
            }
            mostPerSecond = Math.max(mostPerSecond, last - first + 1);
        }
        return new Pressure(sorted.size(), mostPerSecond, mostAtOnce);
    }
}
