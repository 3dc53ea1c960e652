package dev.grantkeeper.system.provider;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.ClusterPlan;
import dev.grantkeeper.system.machine.Layout;
import dev.grantkeeper.system.machine.Programs;
import dev.grantkeeper.system.page.WrittenTable;
import dev.grantkeeper.system.platform.MachineClock;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Plays the same passage at one authorization server after the other, on one started product, and prints a row for each. */
public final class Providers {

    private record Kind(String row, Function<Site, AuthorizationServer> start) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("spring-authorization-server", SpringServer::start),
            new Kind("mock-oauth2-server", MockServer::start),
            new Kind("keycloak", StrictKeycloak::start),
            new Kind("oidc-provider", OidcProvider::start));

    private final ProviderOptions options;
    private final Path directory;
    private final Programs programs;
    private final Consumer<String> lines;

    /**
     * @param directory of this run alone: logs and data are kept there
     * @throws IllegalArgumentException if the options name a row that there is not
     */
    public Providers(ProviderOptions options, Path directory, Programs programs, Consumer<String> lines) {
        this.options = options;
        this.directory = directory.toAbsolutePath();
        this.programs = programs;
        this.lines = lines;
        options.requireOnly(names());
    }

    /**
     * Plays what the options name.
     *
     * @param page where the table is written, if every row was played and held
     * @return what did not hold, in words; empty when all did
     */
    public List<String> play(Path page) {
        long begun = System.nanoTime();
        var rows = new ArrayList<Row>();
        var plan = ClusterPlan.of(new Layout(directory, 1, 2));
        try (var cluster = Cluster.start(plan, programs, lines)) {
            var site = new Site(cluster, programs, directory);
            KINDS.stream().filter(kind -> options.plays(kind.row())).forEach(kind -> rows.add(play(kind, site)));
        }
        String caption = "Played on %s in %d s, with one vault and two workers on Java %s."
                .formatted(
                        LocalDate.ofInstant(MachineClock.get().instant(), ZoneOffset.UTC),
                        NANOSECONDS.toSeconds(System.nanoTime() - begun),
                        System.getProperty("java.version"));
        String table = caption + "\n\n" + Row.head()
                + rows.stream().map(row -> row + "\n").collect(joining());
        lines.accept(table);
        if (rows.size() == KINDS.size() && rows.stream().allMatch(row -> row.state() == Row.State.HELD)) {
            new WrittenTable(page, "./mvnw verify -Pproviders").write(table);
        }
        return rows.stream()
                .filter(row ->
                        row.state() == Row.State.BROKEN || row.state() == Row.State.SKIPPED && options.requireAll())
                .map(row -> row.server() + ": " + row.broken())
                .toList();
    }

    private Row play(Kind kind, Site site) {
        lines.accept("starting " + kind.row());
        var row = started(kind, site);
        lines.accept(row.toString());
        if (row.state() == Row.State.SKIPPED) {
            lines.accept(
                    "SKIPPED " + row.server() + ": " + row.broken() + "; with -Dproviders.required=all this fails");
        }
        return row;
    }

    private Row started(Kind kind, Site site) {
        try (var server = kind.start().apply(site)) {
            lines.accept("playing with " + server.particulars().name());
            return played(server, site);
        } catch (NotInstalled missing) {
            return Row.skipped(kind.row(), missing);
        } catch (RuntimeException e) {
            return Row.broken(kind.row(), List.of(), e);
        }
    }

    private static Row played(AuthorizationServer server, Site site) {
        var shown = new ArrayList<String>();
        try (var passage = new Passage(site.cluster(), server, shown::add)) {
            passage.play();
            return Row.held(server.particulars().name(), shown);
        } catch (RuntimeException e) {
            return Row.broken(server.particulars().name(), shown, e);
        }
    }

    private static Set<String> names() {
        return KINDS.stream().map(Kind::row).collect(toCollection(TreeSet::new));
    }
}
