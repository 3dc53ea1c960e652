package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Person;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What people have to answer. */
interface OpenPrompts {

    /** This person's, oldest first, each with how this person put it aside, if they did. */
    Uni<List<Shown>> of(Person person);
}
