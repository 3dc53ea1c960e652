package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.TestVault;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A refresh worker at the vault under test, over real gRPC. */
abstract class ServedWorker {

    TestVault vault;

    @Inject
    Stage stage;

    @TestHTTPResource
    URI address;

    Worker worker;

    @BeforeEach
    void connect() {
        worker = Worker.at(address.getPort(), vault.issuer().worker("worker-1").bearer());
    }

    /** What many connections leave due would be hints to every worker of the other tests. */
    void leaveNothingDue() throws SQLException {
        try (var session = vault.sql();
                var statement = session.createStatement()) {
            statement.execute("update connection set due_at = now() + interval '1 h' where due_at <= now()");
        }
    }

    @AfterEach
    void close() {
        worker.close();
    }
}
