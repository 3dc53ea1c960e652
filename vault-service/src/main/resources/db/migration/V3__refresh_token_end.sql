alter table connection
    -- renewal_attempt says how often a refresh token was presented.
    drop column resends,
    -- From when on the provider no longer accepts the refresh token, as far as is known.
    add column refresh_expires_at  timestamptz,
    -- As the provider stated it, and how long it said that the grant's refresh tokens live when it first did.
    add column refresh_stated_end  timestamptz,
    add column refresh_lifetime_ms bigint,
    -- The last renewal did not move that end.
    add column refresh_end_fixed   boolean     not null default false,
    -- When a person is told that the end comes near; once.
    add column warn_at             timestamptz,
    add column warned              boolean     not null default false;

create index connection_warn on connection (warn_at) where warn_at is not null and not warned;
