package dev.grantkeeper.sandbox.provider;

import java.util.Map;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an onlooker may see of the provider, and the one thing they may do to it. */
@RestController
class ProviderRest {

    private final Grants grants;
    private final OAuth2AuthorizationConsentService consents;
    private final String client;
    private final RefreshLedger ledger;

    ProviderRest(
            Grants grants,
            OAuth2AuthorizationConsentService consents,
            RegisteredClientRepository clients,
            ProviderSettings settings,
            RefreshLedger ledger) {
        this.grants = grants;
        this.consents = consents;
        this.client = clients.findByClientId(settings.clientId()).getId();
        this.ledger = ledger;
    }

    @GetMapping("/provider/refreshes")
    RefreshLedger.Summary refreshes() {
        return ledger.summary();
    }

    /** As if the user had removed the app at the service: tokens die at once and consent is asked for again. */
    @PostMapping("/provider/grants/{user}/revoke")
    Map<String, Integer> revoke(@PathVariable String user) {
        OAuth2AuthorizationConsent consent = consents.findById(client, user);
        if (consent != null) {
            consents.remove(consent);
        }
        return Map.of("revoked", grants.endAllOf(user));
    }
}
