package dev.grantkeeper.system.fault;

import dev.grantkeeper.system.fleet.Member;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Makes a connection due, and lets its person act at a random moment of its renewal. */
final class Races {

    private final Scene scene;
    private final Cast cast;
    private final Duration soonest;
    private final Duration latest;

    /**
     * @param soonest after the connection became due
     * @param latest after the connection became due
     */
    Races(Scene scene, Cast cast, Duration soonest, Duration latest) {
        this.scene = scene;
        this.cast = cast;
        this.soonest = soonest;
        this.latest = latest;
    }

    /** Each race is some person's who is in no other; several are run at once. */
    void run(int count, int atOnce, Consumer<Member> act) {
        var members = cast.members();
        var runners = Executors.newFixedThreadPool(atOnce);
        try {
            var races = new ArrayList<Callable<Void>>();
            for (int lane = 0; lane < atOnce; lane++) {
                var moments = new Moments(scene.moments().seed());
                var own = everyNth(members, lane, atOnce);
                int share = count / atOnce + (lane < count % atOnce ? 1 : 0);
                races.add(() -> {
                    for (int i = 0; i < share; i++) {
                        race(own.get(i % own.size()), moments, act);
                    }
                    return null;
                });
            }
            for (var done : runners.invokeAll(races)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a race was not run: " + e.getCause().getMessage(), e);
        } finally {
            runners.shutdownNow();
        }
    }

    private void race(Member member, Moments moments, Consumer<Member> act) {
        scene.renewals().due(member.owner());
        Patience.until(System.nanoTime() + moments.between(soonest, latest).toNanos());
        act.accept(member);
    }

    private static List<Member> everyNth(List<Member> members, int from, int step) {
        var every = new ArrayList<Member>();
        for (int i = from; i < members.size(); i += step) {
            every.add(members.get(i));
        }
        return every;
    }
}
