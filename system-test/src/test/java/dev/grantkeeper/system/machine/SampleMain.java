package dev.grantkeeper.system.machine;

import java.util.concurrent.CountDownLatch;

/** What {@link ProgramTest} runs: says what it was given, then waits or fails. */
public final class SampleMain {

    private SampleMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("greeting=" + System.getenv("GREETING"));
        if (arguments[0].equals("fail")) {
            throw new IllegalStateException("port 1 is taken");
        }
        new CountDownLatch(1).await();
    }
}
