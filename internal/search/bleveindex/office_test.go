//go:build scale || quality

package bleveindex_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search/bleveindex"
)

// office writes documents, in words as unevenly frequent as in legal text, of which each
// has its own followers.
type office struct {
	random    *rand.Rand
	words     []string
	any       []uint16 // words, each as often as it is frequent
	favourite []uint16 // numbers of followers, each as often as it is taken
	count     int      // of documents written
	recent    []string
}

// The n-th word is worth (n + 60)^-2.1: the first is one in fifty, the hundredth one in four
// hundred. Nine of ten words follow the one before, its n-th follower n^-1.6 times; what
// follows is as frequent as words are. TestQualityScale compares what comes of it with real
// text.
const (
	evenness  = 60
	steepness = 2.1
	followed  = 0.9
	fondness  = 1.6
	followers = 400
)

func newOffice(seed uint64) *office {
	r := rand.New(rand.NewPCG(seed, 2))
	words := syllables()
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return &office{
		random: r, words: words,
		any:       lot(len(words), 1<<20, func(n int) float64 { return math.Pow(float64(n+evenness), -steepness) }),
		favourite: lot(followers, 1<<14, func(n int) float64 { return math.Pow(float64(n), -fondness) }),
	}
}

// lot holds the numbers below n, each as often as the worth of it, counted from 1, says.
func lot(n, size int, worth func(n int) float64) []uint16 {
	total := 0.
	for i := range n {
		total += worth(i + 1)
	}
	out := make([]uint16, 0, size)
	sum := 0.
	for i := range n {
		for sum += worth(i + 1); len(out) < size && float64(len(out)) < sum/total*float64(size); {
			out = append(out, uint16(i))
		}
	}
	return out
}

// word is any word, follower one that likes to stand behind another, the same in every
// office.
func (o *office) word() int { return int(o.any[o.random.IntN(len(o.any))]) }

func (o *office) follower(of int) int {
	likes := rand.NewPCG(uint64(of), uint64(o.favourite[o.random.IntN(len(o.favourite))]))
	return int(o.any[likes.Uint64()%uint64(len(o.any))])
}

// syllables is some 6,000 of Vietnamese shape.
func syllables() []string {
	onsets := strings.Fields("b c ch d đ g gh gi h k kh l m n nh ng ngh ph qu r s t th tr v x")
	var out []string
	for _, rime := range strings.Fields(
		"a á à ả ã ạ an án àn ản ãn ạn anh ánh ành ảnh ãnh ạnh ao áo ào ảo ạo âm ấm ầm ẩm ậm ân ấn ần ẩn ẫn ận ập ấp ât ất ật ây ấy ầy ẩy ậy " +
			"ăn ắn ằn ẳn ặn ăng ắng ằng ẳng ặng ắc ặc e é è ẻ ẽ ẹ em én èn ẹn ê ế ề ể ễ ệ ên ến ền ển ện ênh ếnh ềnh ểnh ệnh i í ì ỉ ĩ ị in ín ìn ịn inh ính ình ỉnh ịnh " +
			"iên iến iền iển iễn iện iêu iếu iều iểu iệu iệt iết o ó ò ỏ õ ọ on ón òn ọn ong óng òng ỏng ọng ô ố ồ ổ ỗ ộ ôn ốn ồn ổn ộn ông ống ồng ổng ộng ốc ộc " +
			"ơ ớ ờ ở ỡ ợ ơi ới ời ởi ợi ơn ớn ờn ợn u ú ù ủ ũ ụ un ún ùn ụn ung úng ùng ủng ụng uyên uyến uyền uyển uyện uyết uyệt ư ứ ừ ử ữ ự ưng ứng ừng ửng ựng ức ực " +
			"ương ướng ường ưởng ượng ước ược ười") {
		for _, onset := range onsets {
			out = append(out, onset+rime)
		}
	}
	return out
}

func (o *office) text(n int) string {
	var sb strings.Builder
	at := -1
	for i := range n {
		switch {
		case i%23 == 17:
			at = -1
			sb.WriteString(o.number())
			sb.WriteByte(' ')
			continue
		case at >= 0 && o.random.Float64() < followed:
			at = o.follower(at)
		default:
			at = o.word()
		}
		sb.WriteString(o.words[at])
		sb.WriteByte(" ;."[min(2, max(0, i%12-9))])
		if i%12 > 9 {
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

// number is mostly a small one, of articles and days, and sometimes one of a table.
func (o *office) number() string {
	most := 400
	if o.random.IntN(5) == 0 {
		most = 10_000_000
	}
	return strconv.Itoa(o.random.IntN(most))
}

// papers writes documents of together n passages.
func (o *office) papers(n int) []bleveindex.Entry {
	var out []bleveindex.Entry
	for n > 0 {
		o.count++
		texts := make([]string, min(n, 5+o.random.IntN(40)))
		for i := range texts {
			texts[i] = o.text(60 + o.random.IntN(21))
			if i%9 == 4 {
				texts[i] += fmt.Sprintf("theo Kế hoạch số %d/KH-STTTT.", 1+o.random.IntN(o.count))
			}
		}
		n -= len(texts)
		e := entry(o.count, texts...)
		// Identities are digests: none is near another.
		id := cchc.DocumentID(fmt.Sprintf("%016x%016x%032x", o.random.Uint64(), o.random.Uint64(), o.count))
		heading := ""
		for i := range e.Passages {
			if i%4 == 0 {
				heading = o.text(4 + o.random.IntN(8))
			}
			e.Passages[i].ID, e.Passages[i].Heading = cchc.NewPassageID(id, i+1), heading
		}
		e.Document.ID, e.Document.Unit = id, fmt.Sprintf("Phòng %d", o.count%12)
		e.Document.Particulars = cchc.Particulars{
			Type: []string{"KH", "BC", "QĐ", "TB"}[o.count%4], TypeName: "Văn bản", Code: fmt.Sprintf("%d/KH-STTTT", o.count),
			CodeNumber: strconv.Itoa(o.count), CodeNotation: "KH-STTTT", Subject: o.text(14), IssuedDate: cchc.NewDate(2018+o.count%6, 1+o.count%12, 1+o.count%28),
		}
		if o.count%7 == 0 {
			o.recent = append(o.recent, texts[0])
		}
		out = append(out, e)
	}
	return out
}
