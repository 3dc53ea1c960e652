package dev.grantkeeper.vault.offboarding;

import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestVault;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults in the database itself, at one kind of change of one table, until closed. */
final class Interruption implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestVault vault;
    private final Office office;
    private final String name = "interruption_" + NAMES.incrementAndGet();

    private Interruption(TestVault vault, Office office) {
        this.vault = vault;
        this.office = office;
        // It is not rolled back with the change that it counts.
        execute("create sequence " + name);
    }

    /**
     * The database session ends in which that change is made first, and nobody changes anything any more before {@link #close}:
     * as if the vault were killed over it.
     */
    static Interruption killed(TestVault vault, Office office, String table, String event, String when) {
        var kill = new Interruption(vault, office);
        kill.function("dead", "if (select is_called from " + kill.name + ") then raise exception 'dead'; end if;");
        for (var each : kill.tables()) {
            kill.execute("create trigger " + kill.name + " before insert or update or delete on " + each
                    + " for each statement execute function " + kill.name + "dead()");
        }
        kill.at(table, event, when, "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10);");
        return kill;
    }

    /** The change fails, every time. */
    static Interruption failing(TestVault vault, Office office, String table, String event, String when) {
        var fault = new Interruption(vault, office);
        fault.at(table, event, when, "raise exception 'this one cannot be ended';");
        return fault;
    }

    private void at(String table, String event, String when, String fault) {
        function("fault", "perform nextval('" + name + "'); " + fault);
        execute("create trigger " + name + "fault before " + event + " on " + table + " for each row when (" + when
                + ") execute function " + name + "fault()");
    }

    private void function(String suffix, String body) {
        execute("create function " + name + suffix + "() returns trigger language plpgsql as $$ begin " + body
                + " return coalesce(new, old); end $$");
    }

    boolean happened() {
        return office.query("select 1 from " + name + " where is_called").size() == 1;
    }

    private List<String> tables() {
        return office
                .query(
                        "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
                .stream()
                .map(row -> (String) row.get("table_name"))
                .toList();
    }

    @Override
    public void close() {
        execute("drop function if exists " + name + "fault cascade");
        execute("drop function if exists " + name + "dead cascade");
        execute("drop sequence " + name);
    }

    private void execute(String sql) {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
