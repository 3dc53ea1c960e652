-- Connections that nobody authorizes: their provider gives tokens to a client alone (RFC 6749 section 4.4). The client is the
-- app's, of the definition, or the connection's owner's own, sealed where a refresh token would be. Such a connection is there
-- before its first value is: it is due from the start, and a renewal brings the value.
alter table connection
    add column renewed_with text not null default 'refresh_token'
        check (renewed_with in ('refresh_token', 'app_client', 'owner_client')),
    add column created_by_kind text not null default 'user' check (created_by_kind in ('user', 'app'));

do $$
declare
    superseded name;
begin
    for superseded in
        select conname from pg_constraint
        where conrelid = 'connection'::regclass and contype = 'c'
        and pg_get_constraintdef(oid) like '%''connected''%access_envelope IS NOT NULL%'
    loop
        execute format('alter table connection drop constraint %I', superseded);
    end loop;
    for superseded in
        select conname from pg_constraint
        where conrelid = 'definition_version'::regclass and contype = 'c'
        and pg_get_constraintdef(oid) like '%client_id IS NOT NULL%'
    loop
        execute format('alter table definition_version drop constraint %I', superseded);
    end loop;
end $$;

alter table connection add constraint connection_has_value
    check (status <> 'connected' or access_envelope is not null
        or renewed_with <> 'refresh_token' and refresh_envelope is not null and expires_at is not null);

-- An empty client_id: whoever connects brings a client of their own. What limits calls to the provider is the app's all the same.
alter table definition_version add constraint definition_version_has_settings
    check ((type = 'oauth2') = (settings is not null and client_id is not null));

-- Who has left lately is looked for whenever an app would connect by itself.
create index offboarding_begun on offboarding (tenant, begun_at);

-- The client that its owner brought, to revoke the token with.
alter table revocation add column client_envelope bytea;
