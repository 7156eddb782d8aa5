"""How much of a history file is read at most; beyond it the file is refused, never cut silently."""

FILE_BYTES = 512 * 2**20  # CSV and JSONL, which are streamed
DOCUMENT_BYTES = 64 * 2**20  # JSON documents, which are parsed whole
LOG_BYTES = 64 * 2**20  # plain text
LINE_CHARACTERS = 2**20  # one row of a table; the widest real export we know has 40 kB
LOG_LINE_CHARACTERS = 2**16  # one line of a log; longer ones are skipped, progress bars are split
COLUMNS = 2000
ROWS = 10_000_000
CELLS = 60_000_000  # 540 MB of values and masks
JSON_DEPTH = 64
TAGS = 20_000
RECORD_BYTES = 32 * 2**20  # one event of a TensorBoard file
RECORDS = 5_000_000
FILES_IN_FOLDER = 2000  # of a zipped run folder
