package dev.grantkeeper.system;

import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.machine.Machine;
import java.net.URI;
import java.util.List;

/** What to try on the machine that the story has left running. */
final class NextSteps {

    private NextSteps() {}

    /** Lines for people; the commands among them work when pasted. */
    static List<String> of(Machine machine) {
        URI vault = machine.vaults().get(0);
        var platform = new Platform(machine.sandbox(), machine.credentials().bootstrapSecret(), (name, token) -> {});
        return """
                It all stays up. The console is at %s

                Open it as one of these; each link works once, within an hour. Use a private window for each but the first, for one
                browser holds one person. Whoever comes without a link is asked who they are.

                  Ada, a member:        %s
                  Grace, an admin:      %s
                  Dev, who develops it: %s

                To call the vault as programs do, paste this into another terminal:

                  VAULT=%s
                  SANDBOX=%s
                  TOKEN=%s
                  ADA=%s

                An app runtime looks values up ($TOKEN: an execution of email-sequencer for Ada, good for 15 minutes):

                  curl -s -H "Authorization: Bearer $TOKEN" "$VAULT/v1/lookup/user-connection"
                  curl -s -H "Authorization: Bearer $TOKEN" "$VAULT/v1/lookup/workspace-connection"
                  grpcurl -plaintext -H "authorization: Bearer $TOKEN" "${VAULT#http://}" grantkeeper.v1.ConnectionLookup/GetUserConnection

                Ada's front end ($ADA: Ada herself, good for an hour) lists her connections, and streams her prompts:

                  curl -s -H "Authorization: Bearer $ADA" "$VAULT/v1/connections"
                  curl -sN -H "Authorization: Bearer $ADA" "$VAULT/v1/prompts/stream"

                Ada removes the app at the provider; within seconds the stream and her console show a prompt and lookups say AUTH_REQUIRED:

                  curl -s -X POST "$SANDBOX/provider/grants/ada/revoke"

                A new token for an execution:

                  TOKEN=$(curl -s -X POST -H "Authorization: Bearer %s" -H "Content-Type: application/json" -d '{"caller":"execution","workspace":"acme","app":"email-sequencer","user":"ada"}' "$SANDBOX/platform/tokens" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

                Vault: %s/q/openapi, /q/health, /q/metrics. Provider and token issuer: %s. Logs: %s.
                Ctrl-C ends all of it.
                """.formatted(
                machine.console(),
                platform.signInLink("ada", machine.console()),
                platform.signInLink("grace", machine.console()),
                platform.signInLink("dev", vault.resolve("/console/apps")),
                vault,
                machine.sandbox(),
                platform.execution(Platform.WORKSPACE, "ada"),
                platform.person("ada", "member"),
                machine.credentials().bootstrapSecret(),
                vault,
                machine.sandbox(),
                machine.logDirectory()).lines().toList();
    }
}
