-- What lookups required and nobody had granted, separated by spaces: the prompt's link asks for it.
alter table prompt add column wanted_scopes text not null default '';

-- What the person was asked for, separated by spaces; none stated for flows begun before this.
alter table authorization_flow add column scopes text;
