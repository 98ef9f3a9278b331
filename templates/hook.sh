#!/bin/sh
{{ mark }}
{% if reads %}lines=$(cat)
feed() { [ -z "$lines" ] || printf '%s\n' "$lines"; }
{% endif %}before="$(dirname -- "$0")/{{ before }}"
if [ -x "$before" ]; then
    {% if reads %}feed | {% endif %}"$before" "$@" || exit $?
fi
iwcp={{ program }}
[ -x "$iwcp" ] || iwcp=iwcp
{% if reads %}feed | {% endif %}"$iwcp" hook {{ name }} "$@"
