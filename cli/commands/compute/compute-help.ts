import { DOCUMENT_PLACES } from '../../options/document-options.ts';

/** The help below the options of `ledger compute`. */
export const COMPUTE_HELP = `
Runs a method on this machine and sends nothing. Each input is a dataset:
  0x…                  a record id; the record is fetched from the server
                       (private entries need --key)
  *.record.json        a record file, as written by ledger record build
  *.carbon-proof.json  a proof file: the dataset records that it shows
  *.ndjson             a dataset file, as written by ledger dataset import
  *.csv                a table of entries that is not a record yet; or a list of groups, with the
                       columns member and group, or of spreads: stressor, region and spread
  a folder             a table that ledger dataset table has read, with its documents
  *.json               an array of {record, entries}; not proven to be records

Without --parameters, a run takes what its inputs leave no choice about: the period of a table,
the only GWP set, the only list of groups. It prints what it takes, and asks for a file if the
method needs more.

--groups names a list that puts regions or sectors into groups: a CSV with the columns member
and group, such as AT,EU27, or a dataset file. Figures of trade@1 are then of groups, as sums of
those of the whole table. data/groups/ has EU27 and OECD. --missing leave-out computes without
members that the table lacks, and says so. --intervals gives each figure an interval, by
propagation (1), by random draws (2), or by both, as far as rows say how sure they are. For a
table of documents, a CSV says it: CO2,CN,10%; without a region it is about all others.

Parameters are a JSON file: rounding, period and what the method needs. Times are days
(2023-01-01), moments (2023-01-01T08:00:00Z) or unix seconds; until is exclusive. See "ledger methods <method>". An example for inventory@2 and 2023 (UTC),
which uses an older factor because that of 2023 is missing:
  {"rounding": {"mode": "half-even", "decimals": 3},
   "period": {"from": "2023-01-01", "until": "2024-01-01"},
   "gwpSet": "AR5", "grids": {"location": "national", "residual": "national"},
   "entities": ["lei:529900T8BM49AURSDO55"], "totals": {"co2Only": "list"},
   "proxies": [{"record": "0x…", "key": "CN/2022/average",
                "reason": "the 2023 factors are not published yet"}]}
A proxy names the record that holds the factor. For a file that is not a record yet, use the
SHA-256 that ledger dataset show prints.

A run that lacks a factor is refused, and lists what exists to close each gap: another year or
place, a default, in the inputs, the starter data and, where it reads records, the ledger; each
with what it gives in tonnes. --take takes one by its name: its file or record becomes an input,
and where it is of another time or place it is declared as a proxy, with the reason. The command
prints the parameters with which the run is repeated.

Each run accounts for every row that it reads: used, or left out for a reason. --strict refuses
a run that leaves out an activity. Factors that no activity needs are a library, "not needed",
and no reason to refuse; neither are documents. --json lists the keys of all rows left out.

A warning names rows, what they give in tonnes, and its share of the total. One that does not
matter is accepted in the parameters, with a reason, which the record of the run keeps:
  "accepted": [{"code": "missing-months", "series": "fuel-use of facility works-1, fuel coal",
                "reason": "closed from June"},
               {"code": "likely-double", "row": "gas/2023-05b", "reason": "two boilers"}]
--refuse-warnings refuses a run with any other warning.

uncertainty@1 computes the figures of another method, with an interval beside each: give that
method and its own parameters in the members method and parameters, and approach 1
(propagation of error), 2 (random draws) or "both". The result does not depend on --threads.
  {"method": "inventory@2", "parameters": {"gwpSet": "AR5", "grids": {…}},
   "approach": 2, "draws": 100000, "rounding": {…}, "period": {…}}

--pool names a party that runs workers (see "ledger worker"): they draw the random numbers, and
solve equations over documents, with the same result. They read the rows from the ledger, so
inputs are record ids, and private rows need a grant for that party. One unit of the draws that
come back is computed here too, and compared; the error of a solution is bounded here. For
--record, name pools of two owners, whose results must agree: else all is computed here again.

--out also draws a picture of the result, which says where its figures are from. flows shows who
emits for whom and paths the largest structural paths (both of trade@1), intervals shows figures
with their intervals, and contributions which rows make a figure unsure (both of uncertainty@1).
An .html file also has the numbers as a table. Neither has a script, or loads anything.

${DOCUMENT_PLACES}

Where a method solves equations, which can take minutes, --solution writes the solution to a
file, *.mtx, and the record names it by its hash. Send it with "ledger document send": who has
it need not solve again, "ledger reperform" then checks it in seconds.

Exit codes: 0 done, 2 an input or a parameter is wrong: the message gives row and column.

Examples:
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --strict
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --refuse-warnings
  ledger compute uncertainty@1 activity.csv factors.csv --parameters intervals.json --threads 2
  ledger compute uncertainty@1 0x… 0x… --parameters intervals.json --key company.key.json \\
    --pool urn:example.org:centre
  ledger compute trade@1 exiobase-2019 gwp-ar6.csv --groups eu27.csv
  ledger compute trade@1 exiobase-2019 gwp-ar6.csv spreads.csv --groups eu27.csv --intervals 1
  ledger compute trade@1 regions.csv --parameters trade.json --out flows.svg
  ledger compute scope2@2 0x… 0x… --parameters scope2.json --key company.key.json --json
  ledger compute trade@1 table.ndjson --parameters trade.json --documents matrices \\
    --solution solution.mtx
  ledger compute inventory@2 0x… 0x… --parameters 2023.json --key company.key.json \\
    --record inventory.record.json --party lei:529900T8BM49AURSDO55 \\
    --subject inventory/2023 --title "Inventory 2023"`;
