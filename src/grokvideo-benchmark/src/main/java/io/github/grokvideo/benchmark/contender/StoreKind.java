package io.github.grokvideo.benchmark.contender;

import io.github.grokvideo.benchmark.database.ClientDatabase;

/** Where the component records its jobs. */
enum StoreKind {

    /** Nowhere beyond this process, as it comes. */
    MEMORY,
    POSTGRES,
    /** In a file, by this process itself. */
    H2;

    /** @return {@code null} if it has none */
    ClientDatabase open(Surroundings surroundings) {
        return switch (this) {
            case MEMORY -> null;
            case POSTGRES -> ClientDatabase.postgres(surroundings.postgresUrl());
            case H2 -> ClientDatabase.h2(surroundings.folder());
        };
    }
}
