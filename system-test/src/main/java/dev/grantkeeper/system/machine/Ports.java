package dev.grantkeeper.system.machine;

import dev.grantkeeper.testkit.LoopbackPorts;

/** Ports of this machine's loopback address. */
final class Ports {

    static final String HOST = LoopbackPorts.HOST;

    private Ports() {}

    /** This port if nobody has it, else one that nobody had a moment ago. */
    static int preferably(int port) {
        return LoopbackPorts.isFree(port) ? port : free();
    }

    static int free() {
        return LoopbackPorts.free();
    }
}
