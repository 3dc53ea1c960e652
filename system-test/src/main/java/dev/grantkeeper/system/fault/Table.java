package dev.grantkeeper.system.fault;

import java.util.List;

/** The rows, in the order in which they are played. */
final class Table {

    static final List<Row> ROWS = List.of(
            new WorkerKilled(false),
            new WorkerKilled(true),
            new VaultKilled(),
            new WorkerPaused(),
            new PostgresKilled(),
            new PostgresDown(),
            new KafkaDown(),
            new AnswerCut(false),
            new AnswerCut(true),
            new EventsShuffled(),
            new GroupRebalanced(),
            new ProvidersSick(),
            new SameSecond(),
            new ClockOff(),
            new Raced(true),
            new Raced(false),
            new KeycloakWorkerKilled(),
            new BrokenComplete());

    private Table() {}
}
