#!/bin/sh
# Score the extractor against the gold facts; the floors may only rise. $1 is the kb command.
# The articles are read without hints; the passages know their date and place from their header, as a collection would.
set -eu
kb=${1:-kb}
here=$(dirname "$0")
echo "sample articles (data/gold/articles.jsonl)"
"$kb" eval "$here/gold/articles.jsonl" --articles "$here/articles" --floor V+U+B=99.5 --floor V+U+M=96 --floor V+U+B+M+P+T=96
echo "working passages (data/gold/working-*.jsonl)"
"$kb" eval --hints "$here"/gold/working-[abc].jsonl --floor V+U+B=99.8 --floor V+U+M=93.4 --floor V+U+B+M+P+T=91.9
"$kb" eval --hints "$here"/gold/working-[de].jsonl --floor V+U+B=98.7 --floor V+U+M=88.4 --floor V+U+B+M+P+T=86.1
"$kb" eval --hints "$here"/gold/working-[fg].jsonl --floor V+U+B=98.7 --floor V+U+M=81.9 --floor V+U+B+M+P+T=74.8
echo "measuring passages (data/gold/measuring-*.jsonl)"
"$kb" eval --hints "$here"/gold/measuring-*.jsonl --floor V+U+B=98.2 --floor V+U+M=87.4 --floor V+U+B+M+P+T=80.3
shared=$here/../../shared
if [ -d "$shared/articles" ]; then
    echo "five published articles (../shared/gold/seeds.jsonl)"
    "$kb" eval "$shared/gold/seeds.jsonl" --articles "$shared/articles" --floor V+U+B=99.5 --floor V+U+M=98 --floor V+U+M+P+T=98
else
    echo "five published articles: skipped, ../shared is not here"
fi
