package dev.grantkeeper.system.fleet;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A person who uses one app in one workspace.
 *
 * @param issuer the alias by which the vault knows the platform's token issuer
 */
public record Member(String issuer, String workspace, String app, String user) {

    public Member {
        requireNonNull(issuer, "issuer");
        requireNonNull(workspace, "workspace");
        requireNonNull(app, "app");
        requireNonNull(user, "user");
    }

    /** Users {@code u-00001} and on of one app in one workspace. */
    public static List<Member> of(String issuer, String workspace, String app, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Member(issuer, workspace, app, "u-%05d".formatted(number)))
                .toList();
    }

    /** {@code issuer/workspace/app/user}: names the connection's owner, and the person at the provider. */
    public String owner() {
        return String.join("/", issuer, workspace, app, user);
    }
}
