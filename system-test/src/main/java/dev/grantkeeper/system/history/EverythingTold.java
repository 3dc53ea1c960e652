package dev.grantkeeper.system.history;

import static dev.grantkeeper.system.history.Invariant.EVERYTHING_TOLD;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Each generation is told of at least once, and heard of for the first time in its order. What came later may be told, too. */
final class EverythingTold {

    private EverythingTold() {}

    static List<Violation> check(Stored stored, List<Told> changes) {
        var told = changes.stream().filter(Told::isCommit).collect(groupingBy(Told::connection));
        var written = stored.commits().stream().collect(groupingBy(Commit::connection));
        var violations = new ArrayList<Violation>();
        written.forEach((connection, commits) -> {
            var expected =
                    commits.stream().mapToLong(Commit::generation).sorted().toArray();
            long last = expected[expected.length - 1];
            var heard = told.getOrDefault(connection, List.of()).stream()
                    .mapToLong(Told::generation)
                    .filter(generation -> generation <= last)
                    .distinct()
                    .toArray();
            if (!Arrays.equals(expected, heard)) {
                violations.add(new Violation(
                        EVERYTHING_TOLD,
                        connection.toString(),
                        "generations " + text(expected) + " were written, and told as " + text(heard),
                        List.of()));
            }
        });
        return violations;
    }

    private static String text(long[] generations) {
        return LongStream.of(generations).boxed().toList().toString();
    }
}
