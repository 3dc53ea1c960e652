package dev.grantkeeper.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Where a PostgreSQL server listens, and as whom to speak to it. The user is a superuser. */
public record PostgresServer(String host, int port, String user, String password) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    public PostgresServer {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    /** {@code jdbc:postgresql://host:port/database}, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:" + uri(database);
    }

    /** {@code postgresql://host:port/database}, the form reactive clients take, without credentials. */
    public String uri(String database) {
        return "postgresql://" + host + ":" + port + "/" + checked(database);
    }

    /** Opens a connection as the superuser; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    /**
     * Creates the database unless it exists.
     *
     * @return the name, so that a call can stand where a name is wanted
     * @throws IllegalArgumentException unless the name is lower case letters, digits and underscores
     */
    public String createDatabase(String database) {
        checked(database);
        try (var connection = connect("postgres");
                var exists = connection.prepareStatement("select 1 from pg_database where datname = ?");
                var create = connection.createStatement()) {
            exists.setString(1, database);
            if (!exists.executeQuery().next()) {
                create.execute("create database " + database);
            }
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + database, e);
        }
    }

    /** Drops the database if it exists, ending the sessions that use it. */
    public void dropDatabase(String database) {
        checked(database);
        try (var connection = connect("postgres");
                var drop = connection.createStatement()) {
            drop.execute("drop database if exists " + database + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop database " + database, e);
        }
    }

    private static String checked(String database) {
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("not a plain database name: " + database);
        }
        return database;
    }
}
