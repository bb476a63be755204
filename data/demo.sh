#!/bin/sh
# Ingest the sample articles into a temporary store and ask it a few questions; $1 is the kb command.
set -eu
kb=${1:-kb}
here=$(dirname "$0")
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
KB_DB=$store/kb.sqlite3
export KB_DB

say() {
    printf '\n$ %s\n' "$*"
}

say kb ingest data/articles
"$kb" ingest "$here/articles"
say kb query 兰州 网格党支部
"$kb" query 兰州 网格党支部 --columns value,bound,unit,metric,place,time,context,title,publisher,published
say kb query 专职网格员 --min 6000
"$kb" query 专职网格员 --min 6000 --columns value,bound,unit,metric,place,time,context,title,publisher,published
say kb query 杭锦旗 2022 党员 --limit 3
"$kb" query 杭锦旗 2022 党员 --limit 3 --columns value,unit,metric,place,time,context,title
say kb list places
"$kb" list places
