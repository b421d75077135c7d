package document

// Tables calls do with the places among lines of those of each table of the body.
func Tables(lines []Line, do func(from, to int)) {
	for i := 0; i < len(lines); {
		if lines[i].Cell == nil || lines[i].Zone != Body {
			i++
			continue
		}
		j := i
		for j < len(lines) && lines[j].Cell != nil && lines[j].Cell.Table == lines[i].Cell.Table {
			j++
		}
		do(i, j)
		i = j
	}
}
