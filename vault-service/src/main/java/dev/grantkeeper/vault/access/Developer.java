package dev.grantkeeper.vault.access;

/** Who configures one app of one issuer. */
public record Developer(String issuer, String app, String subject) {}
