package dev.grantkeeper.vault.access;

import java.util.Optional;

/** All that a token says of somebody who sits at a front end: a person, the developer of an app, or both at once. */
public record Identity(Optional<Person> person, Optional<Developer> developer) {}
