package dev.grantkeeper.system.provider;

import static java.util.Objects.requireNonNull;

/** What an authorization server knows an app by. */
record Registration(String app, String clientId, String clientSecret) {

    Registration {
        requireNonNull(app, "app");
        requireNonNull(clientId, "clientId");
        requireNonNull(clientSecret, "clientSecret");
    }

    @Override
    public String toString() {
        return "Registration[" + app + "]";
    }
}
