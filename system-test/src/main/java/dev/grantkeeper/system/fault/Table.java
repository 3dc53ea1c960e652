package dev.grantkeeper.system.fault;

import java.util.List;

/** The rows, in the order in which they are played. */
final class Table {

    /** Those of a list are played at the same time, each on a stage of its own: they mostly wait once they have begun. */
    static final List<List<Row>> ACTS = List.of(
            List.of(new SameSecond()),
            List.of(new PostgresKilled()),
            List.of(new WorkerKilled(false)),
            List.of(new WorkerKilled(true)),
            List.of(new PostgresDown()),
            List.of(new KafkaDown()),
            List.of(new WorkerPaused(), new GroupRebalanced()),
            List.of(new VaultKilled()),
            List.of(new StreamsCut()),
            List.of(new AnswerCut(false), new EventsShuffled()),
            List.of(new AnswerCut(true), new ClockOff()),
            List.of(new ProvidersSick()),
            List.of(new Raced(true), new Raced(false)),
            List.of(new KeycloakWorkerKilled(), new BrokenComplete()));

    static final List<Row> ROWS = ACTS.stream().flatMap(List::stream).toList();

    private Table() {}
}
