package dev.grantkeeper.system.provider;

/** This machine lacks what an authorization server runs on. The message says what. */
final class NotInstalled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInstalled(String what) {
        super(what);
    }
}
