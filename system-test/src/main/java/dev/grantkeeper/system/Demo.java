package dev.grantkeeper.system;

import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Program;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.story.StepFailed;
import dev.grantkeeper.system.story.Story;
import dev.grantkeeper.system.story.Teller;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts the whole product on this machine, plays the story on it and leaves it running to be tried. */
public final class Demo {

    private static final int FAILED = 1;
    private static final int BAD_OPTIONS = 2;

    private final PrintStream out = System.out;
    private final DemoOptions options;
    private volatile boolean interrupted;

    private Demo(DemoOptions options) {
        this.options = options;
    }

    /** Exits with 0 when every step held, with 1 when one did not, with 2 when the options make no sense. */
    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(exitCode(List.of(arguments)));
    }

    private static int exitCode(List<String> arguments) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage() + "; see ./demo --help");
            return BAD_OPTIONS;
        }
        return new Demo(options).run();
    }

    private int run() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted = true));
        var programs = Programs.ofThisProject();
        var layout =
                new Layout(RunDirectory.create(programs.home().resolve(".demo")), options.vaults(), options.workers());
        try (var machine = Machine.start(layout, programs, line -> out.println("     " + line))) {
            Story.play(machine, new Teller(out::println));
            out.println("\nEvery step held.");
            if (!options.once()) {
                out.println();
                NextSteps.of(machine).forEach(out::println);
                stay(machine);
            }
            return 0;
        } catch (StepFailed e) {
            return failed(e.getMessage(), layout);
        } catch (RuntimeException e) {
            return failed("the machine did not start: " + e.getMessage(), layout);
        }
    }

    /** Parts that fail because everything is being stopped are no news. */
    private int failed(String message, Layout layout) {
        if (!interrupted) {
            out.println("\nFAILED: " + message);
            out.println("The logs are in " + layout.directory().resolve("logs"));
        }
        return FAILED;
    }

    /** Until Ctrl-C. */
    private void stay(Machine machine) {
        machine.programs().forEach(program -> program.onExit(() -> ended(program)));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(Program program) {
        if (!interrupted) {
            out.println(program.name() + " has ended; its log is " + program.log());
        }
    }
}
