"""Store documents and find passages: from files on the disk to the hits of a question.

Where to read, in the order in which a document goes through it:

- read: `find`, `read`, `contents` (what a file holds), `formats/` (html, pdf, docx, mail, tables,
  archives; in a process of their own, `formats/isolated`), `decode`, `article`, with `metadata`,
  `byline`, `clutter`, `headings`, `lines` and `language` for what a text shows of itself;
- cut: `split` (sentences, passages), `lexical` and `lexicon/` (words), `shingles` and `copies`;
- encode: `encoder`, and for the embedded one `bilingual/` (what it has learnt), `embedded` (its
  files, made at set-up), `export` and `coarse`, `runtime`, `threads`;
- store: `store` and `ingest` over the catalog: `database`, `migrations`, `rows`, `changes` (which
  writes), `catalog` (which reads), `originals`, `marks`, `encoder_in_use`, `lock`, `prepare`,
  `layout`, `disk`;
- find: `library`, which ties all together, `vectors`, `vector_file`, `vector_cache`, `ranking`;
- look after: `verify`, `backup`, `rebuild`, `reembed`, `status`.

The format on the disk is written down in docs/format.md.
"""
