package dev.grantkeeper.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.sdk.Grantkeeper;
import dev.grantkeeper.system.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Lookups through the SDK and by bare requests of the same HTTP client, in turns. */
final class SdkLookups {

    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration TURN = Duration.ofSeconds(4);
    private static final int[] CALLERS = {1, 8};
    private static final String APP = "sdk-lookups";
    private static final String WORKSPACE = "acme";
    private static final String KEY = "key-of-sdk-lookups";

    /** One turn of one way: lookups a second, how long each took, and processor time of the callers for each, in microseconds. */
    private record Turn(double rate, Spread times, double cost) {}

    private SdkLookups() {}

    static List<String> run(Options options, Programs programs, Consumer<String> progress) {
        try (var stage = Stage.open(programs, progress)) {
            var vault = stage.cluster().vaults().get(0).address();
            var apps = stage.apps();
            apps.define(APP);
            apps.resolve(WORKSPACE, APP, KEY);
            var issuer = stage.cluster().issuer();
            String token = issuer.execution(WORKSPACE, APP, "ada");
            var sdk = Grantkeeper.at(vault, () -> token).build();
            Runnable withSdk =
                    () -> require(sdk.getWorkspaceConnection().value().equals(KEY));
            Runnable bare = bare(vault, token);
            progress.accept("warming up");
            turn(withSdk, CALLERS[CALLERS.length - 1], WARM_UP.dividedBy(2));
            turn(bare, CALLERS[CALLERS.length - 1], WARM_UP.dividedBy(2));
            var lines = new ArrayList<String>();
            lines.add("| callers | lookups | a second (range) | p50 | p99 | callers' processor time, each |");
            lines.add("|---|---|---|---|---|---|");
            for (int callers : CALLERS) {
                progress.accept(callers + " at once");
                var ofSdk = new ArrayList<Turn>();
                var ofBare = new ArrayList<Turn>();
                for (int i = 0; i < options.rounds(); i++) {
                    ofSdk.add(turn(withSdk, callers, TURN));
                    ofBare.add(turn(bare, callers, TURN));
                }
                lines.add(row(callers, "SDK", ofSdk));
                lines.add(row(callers, "bare HTTP", ofBare));
            }
            return lines;
        }
    }

    private static Runnable bare(URI vault, String token) {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request = HttpRequest.newBuilder(vault.resolve("/v1/lookup/workspace-connection"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(5))
                .build();
        return () -> {
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                require(answer.statusCode() == 200 && answer.body().contains(KEY));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        };
    }

    private static Turn turn(Runnable lookup, int callers, Duration length) {
        var times = new ConcurrentLinkedQueue<Long>();
        var ended = new CountDownLatch(callers);
        long cpu = processorNanos();
        long begun = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            new Thread(
                            () -> {
                                try {
                                    long asked = System.nanoTime();
                                    while (asked - begun < length.toNanos()) {
                                        lookup.run();
                                        long answered = System.nanoTime();
                                        times.add(answered - asked);
                                        asked = answered;
                                    }
                                } finally {
                                    ended.countDown();
                                }
                            },
                            "caller")
                    .start();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        double seconds = (System.nanoTime() - begun) / (double) SECONDS.toNanos(1);
        double cost = (processorNanos() - cpu) / 1e3 / times.size();
        return new Turn(times.size() / seconds, Spread.ofNanos(times), cost);
    }

    private static String row(int callers, String way, List<Turn> turns) {
        var rates = turns.stream().mapToDouble(Turn::rate).toArray();
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.0f (%.0f to %.0f) | %.2f ms | %.2f ms | %.0f us |",
                callers,
                way,
                Spread.median(rates),
                turns.stream().mapToDouble(Turn::rate).min().orElseThrow(),
                turns.stream().mapToDouble(Turn::rate).max().orElseThrow(),
                Spread.median(
                        turns.stream().mapToDouble(turn -> turn.times().p50()).toArray()),
                Spread.median(
                        turns.stream().mapToDouble(turn -> turn.times().p99()).toArray()),
                Spread.median(turns.stream().mapToDouble(Turn::cost).toArray()));
    }

    /** Of this process: the vault is another one, and the issuer is not asked meanwhile. */
    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("a lookup was answered with something else than the key");
        }
    }
}
