package dev.grantkeeper.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What Linux says that processes have used (proc(5)).
 *
 * @param nanoTime when
 * @param processMillis of processor time, by the one process that is looked at
 * @param ownMillis by this program and all that it started, which is still running
 * @param machineMillis by everything on this machine
 */
record Use(long nanoTime, long processMillis, long ownMillis, long machineMillis) {

    /** Of processor time, which Linux counts in hundredths of a second for everybody (USER_HZ). */
    private static final int MILLIS_OF_TICK = 10;

    static Use of(long pid) {
        long own = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .mapToLong(process -> millis(process.pid()))
                .sum();
        return new Use(System.nanoTime(), millis(pid), own, machine());
    }

    /** Processor time of the process in a second of time since then, in cores. */
    double coresSince(Use before) {
        return (processMillis - before.processMillis) / millisSince(before);
    }

    /** The same of all who are not part of this. */
    double othersSince(Use before) {
        long others = machineMillis - before.machineMillis - (ownMillis - before.ownMillis);
        return Math.max(0, others / millisSince(before));
    }

    long processMillisSince(Use before) {
        return processMillis - before.processMillis;
    }

    private double millisSince(Use before) {
        return (nanoTime - before.nanoTime) / 1e6;
    }

    /** Memory that the process has at the moment, in MB. */
    static long residentMegabytes(long pid) {
        return lines(Path.of("/proc", Long.toString(pid), "status"))
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }

    private static long millis(long pid) {
        return lines(Path.of("/proc", Long.toString(pid), "stat"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
                .mapToLong(fields -> (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_OF_TICK)
                .sum();
    }

    /** All but idle and waiting for disks. */
    private static long machine() {
        return lines(Path.of("/proc/stat"))
                .filter(line -> line.startsWith("cpu "))
                .map(line -> line.split(" +"))
                .mapToLong(fields ->
                        Arrays.stream(fields, 1, 9).mapToLong(Long::parseLong).sum()
                                - Long.parseLong(fields[4])
                                - Long.parseLong(fields[5]))
                .map(ticks -> ticks * MILLIS_OF_TICK)
                .sum();
    }

    /** None of a process that has ended. */
    private static Stream<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException(e);
            }
            return Stream.empty();
        }
    }
}
