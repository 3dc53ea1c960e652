package dev.grantkeeper.vault;

import dev.grantkeeper.testkit.house.HouseRules;
import dev.grantkeeper.vault.value.Values;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {

    @TestFactory
    Stream<DynamicTest> house_thisModule_keepsTheRules() {
        return HouseRules.of(Values.class).secretsRevealedBy(REVEALING).tests();
    }

    /** What has to leave the vault, and where to; the rest of the vault handles secrets without seeing them. */
    private static final String[] REVEALING = {
        // To the app that asked.
        "dev.grantkeeper.vault.key.ClientKeyPem",
        "dev.grantkeeper.vault.lookup.LookupGrpc",
        "dev.grantkeeper.vault.lookup.LookupRest",
        // To a worker, for one renewal; and what it brings back, packed to be sealed.
        "dev.grantkeeper.vault.renewal.RenewalGrpc",
        "dev.grantkeeper.vault.renewal.RenewalOutcomeKafka",
        "dev.grantkeeper.vault.renewal.FreshValue",
        "dev.grantkeeper.vault.renewal.LeaseSecrets",
        // To the provider.
        "dev.grantkeeper.vault.connection.OwnClient",
        "dev.grantkeeper.vault.definition.ProviderClients",
        "dev.grantkeeper.vault.revocation.Revoking",
        "dev.grantkeeper.vault.authorization.Beginning",
        "dev.grantkeeper.vault.authorization.CodeExchange",
        // To the developer, once; and into the signatures of calls to the app.
        "dev.grantkeeper.vault.hook.HooksRest",
        "dev.grantkeeper.vault.key.SigningSecret",
        // To be judged as what is typed in the clear is.
        "dev.grantkeeper.vault.value.SecretText",
        // To the person's browser.
        "dev.grantkeeper.vault.authorization.Cookies",
        "dev.grantkeeper.vault.authorization.Sessions",
        "dev.grantkeeper.vault.authorization.Unguessable",
    };
}
