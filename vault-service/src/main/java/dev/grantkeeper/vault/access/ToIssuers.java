package dev.grantkeeper.vault.access;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/** The client that calls the platform's token issuers, which the operator alone states; not the one that calls providers. */
@Qualifier @Retention(RUNTIME)
public @interface ToIssuers {}
