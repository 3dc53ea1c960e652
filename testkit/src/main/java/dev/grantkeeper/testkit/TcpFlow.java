package dev.grantkeeper.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What becomes of the bytes that go one way through a {@link TcpProxy}. */
final class TcpFlow {

    private static final int PIECE = 16 * 1024;
    private static final long NEVER = Long.MAX_VALUE;

    /** Connections count bytes anew from every new rule on. */
    private record Rule(Duration delay, boolean held, long cutAfter) {}

    private static final Rule FREE = new Rule(Duration.ZERO, false, NEVER);

    private Rule rule = FREE;

    synchronized void delay(Duration time) {
        change(new Rule(time, rule.held(), rule.cutAfter()));
    }

    synchronized void hold() {
        change(new Rule(rule.delay(), true, rule.cutAfter()));
    }

    synchronized void cutAfter(long bytes) {
        change(new Rule(rule.delay(), rule.held(), bytes));
    }

    synchronized void heal() {
        change(FREE);
    }

    private void change(Rule other) {
        rule = other;
        notifyAll();
    }

    /**
     * Until the input ends or the connection is to be cut.
     *
     * @return whether the input ended
     */
    boolean pass(InputStream from, OutputStream to) throws IOException {
        var piece = new byte[PIECE];
        var counted = FREE;
        long passed = 0;
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
            var now = awaitTurn();
            if (now != counted) {
                counted = now;
                passed = 0;
            }
            int allowed = (int) Math.min(length, now.cutAfter() - passed);
            to.write(piece, 0, allowed);
            passed += allowed;
            if (passed == now.cutAfter()) {
                return false;
            }
        }
        awaitTurn();
        return true;
    }

    /** The rule by which the waiting ended. */
    private synchronized Rule awaitTurn() throws IOException {
        long arrived = System.nanoTime();
        while (true) {
            long left = arrived + rule.delay().toNanos() - System.nanoTime();
            if (!rule.held() && left <= 0) {
                return rule;
            }
            try {
                if (rule.held()) {
                    wait();
                } else {
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }
}
