-- A provider client has its row from the moment a definition names it: limits can be set, and are kept, from the first renewal.
alter table provider_client drop constraint provider_client_pkey;
alter table provider_client
    add column id               uuid             not null default gen_random_uuid(),
    -- What the operator set; null where the configured default holds.
    add column rate             double precision check (rate > 0),
    add column burst            int              check (burst > 0),
    add column concurrency      int              check (concurrency > 0),
    -- Permits are taken up to here: the theoretical arrival time of the generic cell rate algorithm.
    add column taken_until      timestamptz,
    -- Pauses in a row that the provider gave no time for.
    add column throttles        int              not null default 0,
    -- The last 20 answers, a letter each, newest last; shorter while all before were good.
    add column outcomes         text             not null default '',
    -- The breaker is open; one lease is given each time next_probe_at passes.
    add column opened_at        timestamptz,
    add column next_probe_at    timestamptz,
    add column probes           int              not null default 0,
    -- From then on for a while, renewals come back paced.
    add column paced_from       timestamptz,
    -- Connections that back off are to be called back.
    add column recalls          boolean          not null default false,
    add primary key (id),
    add unique (issuer, app, client_id),
    add check ((opened_at is null) = (next_probe_at is null));

-- The few clients that the sweep has to look at.
create index provider_client_held on provider_client (id)
    where rate is not null or concurrency is not null or throttled_until is not null or refused_before is not null
    or opened_at is not null or paced_from is not null or recalls;

create function provider_client_is_known() returns trigger language plpgsql as $$
begin
    insert into provider_client (issuer, app, client_id)
        select issuer, app, new.client_id from definition where id = new.definition_id
        on conflict (issuer, app, client_id) do nothing;
    return null;
end $$;

create trigger definition_version_names_client after insert on definition_version
    for each row when (new.client_id is not null) execute function provider_client_is_known();

insert into provider_client (issuer, app, client_id)
    select distinct issuer, app, client_id from definition
    join definition_version on definition_version.definition_id = definition.id and client_id is not null
    on conflict (issuer, app, client_id) do nothing;

-- Without a foreign key: to check it would lock the client's row for every lease.
alter table renewal_attempt add column provider_client uuid;
create index renewal_attempt_client on renewal_attempt (provider_client, lease_ends_at);

-- What is due of one client, however much is stored.
drop index connection_definition;
create index connection_definition on connection (definition_id, due_at);

drop view provider_hold;
create view provider_hold as
select client.id as client,
       granted.definition_id,
       granted.version as definition_version,
       client.throttled_until,
       case when coalesce(newest.created_at, granted.created_at) <= client.refused_before then client.probe_at end
           as refused_until
from provider_client client
join definition on definition.issuer = client.issuer and definition.app = client.app
join definition_version granted on granted.definition_id = definition.id and granted.client_id = client.client_id
left join definition_version newest on newest.definition_id = definition.id and newest.version = definition.version
    and newest.client_id = client.client_id;

-- The one database cluster that this database was last seen in. Another one, or another timeline, is a restore or a failover:
-- refresh tokens in it may have been replaced since.
create table database_cluster (
    one               boolean     primary key default true check (one),
    system_identifier bigint,
    timeline          bigint,
    -- When the server that was looked at started; another start is looked at before anything is leased.
    started_at        timestamptz,
    -- Provider clients are called cautiously.
    cautious_since    timestamptz,
    cautious_until    timestamptz,
    cautious_reason   text,
    check ((cautious_since is null) = (cautious_until is null))
);

insert into database_cluster default values;
