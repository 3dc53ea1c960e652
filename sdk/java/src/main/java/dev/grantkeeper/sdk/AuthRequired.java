package dev.grantkeeper.sdk;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A person has to connect the account first: the user, or the workspace's admins. They have been prompted, unless the call
 * said not to.
 */
public final class AuthRequired extends GrantkeeperException {

    private static final long serialVersionUID = 1L;

    private final String why;
    private final transient UUID promptId;
    private final transient URI link;
    private final transient List<String> missingScopes;

    AuthRequired(String message, String why, UUID promptId, URI link, List<String> missingScopes) {
        super("AUTH_REQUIRED", link == null ? message : message + " They do so at " + link);
        this.why = why;
        this.promptId = promptId;
        this.link = link;
        this.missingScopes = List.copyOf(missingScopes);
    }

    /** {@code never_connected}, {@code grant_revoked}, {@code scopes_missing}, {@code expired} or another word of the vault's. */
    public String why() {
        return why;
    }

    /** Empty when nobody was prompted. */
    public Optional<UUID> promptId() {
        return Optional.ofNullable(promptId);
    }

    /** Where that person connects the account, signed in as themselves. Empty when nobody was prompted. */
    public Optional<URI> link() {
        return Optional.ofNullable(link);
    }

    /** Which of the required scopes were not granted; the link asks for them beside what was. */
    public List<String> missingScopes() {
        return missingScopes;
    }
}
