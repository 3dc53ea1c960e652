package dev.grantkeeper.system.machine;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What {@link ProgramTest} runs: says what it was given, then waits, counts or fails. */
public final class SampleMain {

    private SampleMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("greeting=" + System.getenv("GREETING"));
        System.out.println("clock=" + Instant.now());
        switch (arguments[0]) {
            case "fail" -> throw new IllegalStateException("port 1 is taken");
            case "count" -> count();
            default -> new CountDownLatch(1).await();
        }
    }

    private static void count() {
        for (int i = 0; true; i++) {
            System.out.println("count=" + i);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
