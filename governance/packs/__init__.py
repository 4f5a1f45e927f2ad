"""Board packs: frozen, numbered PDFs of a meeting.

A pack's road: `queue` hands the work out, `build` does it. `sections` and `content` freeze what is printed, section by
section, in the pack's row. From there on nothing is read but that row (and the files of appendices), and the same row
gives the same bytes, on any of these roads:

    frozen section --markup--> HTML --render--> part --merge--> file
                        (kept by digest: store)

- `assembly` asks `store` for the part of each section, by the digest of its content, the templates, the style and the
  programs (`versions`). `workers` print what is missing, this process and others (`worker`) side by side. `contents`
  comes last, with the real page numbers, and again if its own length moved them.
- `render` makes one section a document of its own, by WeasyPrint as `tuning`, `quicker` and `parsing` quicken it;
  `tags` finishes its tags; `taking` takes it apart into a part. `fetcher` is the only door to the outside.
- A part (`parts`) is a piece of a PDF whose object numbers are left open, so it can stand anywhere in a file: a section
  that moved by a page is the same part. What stands around its pages is not in it: `surround` prints that once, and
  `furniture` puts it around every page, with the page's number, as no content of the page.
- `merge` joins parts: one tree of pages, tags, bookmarks and places, one description (`describing`); `writer` writes
  it. No PDF is read for that, and what stands where it stood in an earlier file is taken as it was packed there: so a
  pack of 400 pages with one changed section takes a fifth of a second, most of it for that section.
- `composing` freezes the reports of the agenda, from kept versions, and names their appendices; `attached` has the
  files of those. Each pack is an open or an exempt edition. What is exempt is withheld when the open one is frozen, so
  that nothing behind it can leak what it was never given.
- `plain` makes pages of ours of attached pictures, text and tables. `appendices` makes somebody else's PDF a part: what
  its pages show, and nothing that runs, opens or sends. `office` makes PDFs of office documents where LibreOffice is
  there. The contents say which pages are not checked for accessibility.

Losing what is kept costs time and nothing else; `manage.py verify_packs --rerender` prints without it.
"""
