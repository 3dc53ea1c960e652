package dev.grantkeeper.vault.hook;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/** The way out to apps' handlers, whose addresses their developers state. */
@Qualifier @Retention(RUNTIME)
public @interface ToHandlers {}
