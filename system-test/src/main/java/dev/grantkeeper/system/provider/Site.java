package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.machine.Cluster;
import dev.grantkeeper.system.machine.Programs;
import java.nio.file.Path;

/**
 * Where authorization servers are started.
 *
 * @param programs the project's
 * @param directory of this run: logs go there
 */
record Site(Cluster cluster, Programs programs, Path directory) {

    /** Who has an account at each of them. */
    static final String PERSON = "ada";

    /** Of a client that is registered here: where people come back to. */
    String redirectUri(String app) {
        return cluster.redirectUri(app);
    }

    /** The one that the sandbox was built with. */
    String springVersion() {
        return programs.sandboxLibrary("spring-security-oauth2-authorization-server");
    }

    /** A file of the system test's sources. */
    Path source(String name) {
        return programs.home().resolve("system-test/src").resolve(name);
    }
}
