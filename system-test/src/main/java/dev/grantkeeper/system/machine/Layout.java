package dev.grantkeeper.system.machine;

import java.nio.file.Path;

/**
 * What to start, and where to keep its files.
 *
 * @param directory of this run alone; created
 * @param vaults how many vault-service processes, 1 to 5
 * @param workers how many refresh-worker processes, 1 to 5
 */
public record Layout(Path directory, int vaults, int workers) {

    private static final int MOST = 5;

    public Layout {
        directory = directory.toAbsolutePath().normalize();
        if (vaults < 1 || vaults > MOST || workers < 1 || workers > MOST) {
            throw new IllegalArgumentException("vaults and workers must be 1 to " + MOST);
        }
    }
}
