// Package sheet reads tables: XLSX workbooks by excelize, a page a sheet, and CSV files.
package sheet
