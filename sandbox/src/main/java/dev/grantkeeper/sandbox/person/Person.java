package dev.grantkeeper.sandbox.person;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody of the platform's.
 *
 * @param id the {@code user} of their tokens, and their {@code sub}
 * @param name as others read it
 * @param workspace where they are at home
 * @param role {@code member} or {@code admin}, in that workspace
 * @param developerOf the app they develop, if any
 */
public record Person(String id, String name, String workspace, String role, Optional<String> developerOf) {

    private static final Set<String> ROLES = Set.of("member", "admin");

    public Person {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("sandbox.people.known." + id + ".role must be member or admin");
        }
    }
}
