-- A client's secret before the one at hand, until the developer is done with it: providers learn of a new one earlier, or later.
alter table definition_version add column former_client_secret bytea;
alter table definition_version add check (former_client_secret is null or client_secret is not null);
